import http from 'node:http';

interface Request {
  readonly agent: http.Agent;
  readonly headers: http.OutgoingHttpHeaders;
  readonly body: string;
}

/** Sends a body and answers with what comes back, whatever its status. */
export function post(url: string, { agent, headers, body }: Request): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const request = http.request(url, { method: 'POST', agent, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
