import type { Duplex } from 'node:stream';

const refusals: Readonly<Record<string, readonly [status: number, title: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to come'],
};
const noHttp = [400, 'Bad Request', 'This is not HTTP, or its length and its body differ'] as const;

/** Answers what cannot be read as a request with a problem (RFC 9457); Node alone would answer with a bare line. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, title, detail] = refusals[error.code ?? ''] ?? noHttp;
  const body = JSON.stringify({ type: 'about:blank', title, status, code: 'unreadable', detail });
  const headers = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
}
