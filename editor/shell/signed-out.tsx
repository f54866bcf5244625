import { useTitle } from './use-title.ts';

/** There is no password: whoever can read where Wend was started may sign in. */
export function SignedOut() {
  useTitle('Sign in');
  return (
    <main className="signed-out">
      <div className="panel">
        <img src="/wend.svg" alt="" width="40" height="40" />
        <h1>Sign in to Wend</h1>
        <p>
          In the terminal where Wend was started stands a line <b>Sign in, once and within 15 minutes</b>. Open the link
          behind it.
        </p>
        <p className="muted">It has been used or is too old? Start Wend again, and there is a fresh one.</p>
      </div>
    </main>
  );
}
