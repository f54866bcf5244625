import { Notification } from '../people/rendered-message.tsx';
import { When } from '../shell/when.tsx';
import { Device, type DeviceProps } from './device.tsx';

export function Tray({ workspaceId, address }: DeviceProps) {
  return (
    <Device
      workspaceId={workspaceId}
      address={address}
      channel="push"
      title="Notifications"
      none="No app is known that takes notifications."
    >
      {(items) => (
        <ul className="tray">
          {items.toReversed().map(({ id, at, payload }) => (
            <li key={id}>
              <Notification payload={payload} />
              <span className="muted">
                <When at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Device>
  );
}
