import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';

interface TryAgainProps {
  readonly workspaceId: string;
  readonly label: string;
  /** Said to who hears the button alone. */
  readonly what?: string;
  readonly ask: () => Promise<unknown>;
}

/** A button that has the server try again what a fault holds up. What is shown is looked up anew, also where it could not be done. */
export function TryAgain({ workspaceId, label, what, ask }: TryAgainProps) {
  const queryClient = useQueryClient();
  const again = useMutation({
    mutationFn: ask,
    onSettled: () => queryClient.invalidateQueries({ queryKey: [workspaceId] }),
  });
  return (
    <span className="try-again">
      <button
        type="button"
        className="button"
        aria-label={what === undefined ? label : `${label}: ${what}`}
        disabled={again.isPending}
        onClick={() => again.mutate()}
      >
        <RotateCw size={16} aria-hidden /> {label}
      </button>
      {again.isError && (
        <span className="wrong" role="alert">
          {again.error.message}
        </span>
      )}
    </span>
  );
}
