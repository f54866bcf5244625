import './frame.css';
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router';
import { CloudOff, Inbox, Moon, Radio, Settings, Smartphone, Sun, Users, Waypoints } from 'lucide-react';
import { useConnection } from '../api/connection.ts';
import { LateBanner } from '../status/late-banner.tsx';
import { chooseLook, useTheme } from '../theme/theme.ts';

const places = [
  { to: '/w/$workspaceId/journeys', label: 'Journeys', icon: Waypoints },
  { to: '/w/$workspaceId/people', label: 'People', icon: Users },
  { to: '/w/$workspaceId/messages', label: 'Messages', icon: Inbox },
  { to: '/w/$workspaceId/events', label: 'Events', icon: Radio },
  { to: '/w/$workspaceId/sandbox', label: 'Test phone', icon: Smartphone },
  { to: '/w/$workspaceId/settings', label: 'Settings', icon: Settings },
] as const;

/** The house around every page; a journey takes the whole window. */
export function Frame() {
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  const matches = useMatchRoute();
  // There it is said at length.
  const isStatus = Boolean(matches({ to: '/w/$workspaceId/status' }));
  const isJourney = Boolean(matches({ to: '/w/$workspaceId/journeys/$journeyId' }));
  return (
    <div className="frame" data-bare={isJourney}>
      <nav className="side" aria-label="Wend">
        <Link className="brand" to="/w/$workspaceId/journeys" params={{ workspaceId }}>
          <img src="/wend.svg" alt="" /> Wend
        </Link>
        {places.map(({ to, label, icon: Icon }) => (
          <Link key={to} className="place" to={to} params={{ workspaceId }}>
            <Icon size={18} aria-hidden /> {label}
          </Link>
        ))}
        <div className="bottom">
          <ThemeButton />
        </div>
      </nav>
      <main>
        <Lost />
        {!isStatus && <LateBanner workspaceId={workspaceId} />}
        <Outlet />
      </main>
    </div>
  );
}

/** What is on the screen is the last that was heard; pages ask again by themselves. */
function Lost() {
  const isLost = useConnection((connection) => connection.isLost);
  return (
    <div role="status">
      {isLost && (
        <p className="lost">
          <CloudOff size={16} aria-hidden /> The server cannot be reached. Shown is what was heard last; trying again…
        </p>
      )}
    </div>
  );
}

export function ThemeButton() {
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
      onClick={() => chooseLook(other)}
    >
      {theme === 'dark' ? <Sun size={18} /> : <Moon size={18} />}
    </button>
  );
}
