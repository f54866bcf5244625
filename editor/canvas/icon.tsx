import {
  Bell,
  ChartNoAxesColumn,
  Clock,
  CornerLeftUp,
  Flag,
  GitBranch,
  Mail,
  MessageSquare,
  Puzzle,
  Radio,
  Split,
  Target,
  UserPen,
  Webhook,
  Zap,
} from 'lucide-react';

const ICONS = {
  'message-square': MessageSquare,
  mail: Mail,
  bell: Bell,
  clock: Clock,
  'git-branch': GitBranch,
  'chart-no-axes-column': ChartNoAxesColumn,
  split: Split,
  target: Target,
  'corner-left-up': CornerLeftUp,
  flag: Flag,
  'user-pen': UserPen,
  webhook: Webhook,
  radio: Radio,
  zap: Zap,
} as const;

/** The icon of a step type; one we do not carry is shown as a piece that fits. */
export function StepIcon({ name, size = 18 }: { readonly name: string; readonly size?: number }) {
  const Icon = name in ICONS ? ICONS[name as keyof typeof ICONS] : Puzzle;
  return <Icon size={size} aria-hidden />;
}
