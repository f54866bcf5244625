import { Transport } from '../../../server/channels/index.ts';

export interface Customer {
  readonly person: string;
  readonly phone: string;
  readonly email: string;
}

/** The floor's account at the sandbox provider: the first key opens it. */
export interface FloorAccount {
  readonly url: string;
  readonly callbackUrl: string;
}
const KEY = 'floor-of-the-bench';

/** Two sends to the same provider over the same transport. No gates, no ledger; Temporal tries again. */
export function sendsBy({ url, callbackUrl }: FloorAccount, transport: Transport = new Transport()) {
  const send = async (channel: string, person: string, to: string, payload: object): Promise<void> => {
    const reply = await transport.call({
      method: 'POST',
      url: new URL(`${url}/idempotent/floor/${channel}/messages`),
      headers: {
        authorization: `Bearer ${KEY}`,
        'content-type': 'application/json',
        'idempotency-key': `${person} ${channel}`,
      },
      body: JSON.stringify({ reference: `${person} ${channel}`, to, callbackUrl, payload }),
      signal: AbortSignal.timeout(10_000),
    });
    if (reply.kind !== 'answered') throw new Error(reply.why);
    if (reply.status >= 300) throw new Error(`The provider answered ${reply.status}`);
  };
  return {
    sendSms: ({ person, phone }: Customer) => send('sms', person, phone, { body: person }),
    sendEmail: ({ person, email }: Customer) =>
      send('email', person, email, { subject: person, html: '<p>Your cart waits for you, Grace.</p>' }),
  };
}
export type Sends = ReturnType<typeof sendsBy>;
