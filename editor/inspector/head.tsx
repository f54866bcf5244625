import { StepIcon } from '../canvas/icon.tsx';

interface InspectorHeadProps {
  readonly kicker: string;
  readonly title: string;
  readonly icon?: string;
  readonly group?: string | undefined;
}

/** What is being set up. */
export function InspectorHead({ kicker, title, icon, group }: InspectorHeadProps) {
  return (
    <header className="inspector-head">
      {icon !== undefined && (
        <span className="tile" data-group={group}>
          <StepIcon name={icon} />
        </span>
      )}
      <div>
        <p className="kicker">{kicker}</p>
        <h2>{title}</h2>
      </div>
    </header>
  );
}
