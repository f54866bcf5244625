import { State } from './states.tsx';

export function SignedOut() {
  return (
    <main>
      <State
        title="Sign in with your link"
        text="The terminal in which Wend was started shows a link that signs you in once. Start Wend again for a fresh one."
      />
    </main>
  );
}
