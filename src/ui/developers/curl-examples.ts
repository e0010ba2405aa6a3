/** Commands a person can paste into a terminal, for the server this page came from. */

export const TOKEN_VARIABLE = '$FRONTDESK_TOKEN';

/** A stream can be had with `-N -H 'Accept: text/event-stream'`. */
export function askExample(origin: string, token: string = TOKEN_VARIABLE): string {
  return `curl ${origin}/api/ask \\
  -H "Authorization: Bearer ${token}" \\
  -H "Content-Type: application/json" \\
  -d '{"query": "What are your opening hours?"}'`;
}

export function batchExample(origin: string): string {
  return `curl ${origin}/api/ask \\
  -H "Authorization: Bearer ${TOKEN_VARIABLE}" \\
  -H "Content-Type: application/json" \\
  -d '{"queries": [{"query": "Where are you?"}, {"query": "Can I pay by card?"}]}'`;
}

export function uploadExample(origin: string): string {
  return `curl ${origin}/api/trial/kb/upload \\
  -H "Authorization: Bearer ${TOKEN_VARIABLE}" \\
  -F files=@handbook.pdf \\
  -F files=@prices.csv`;
}

export function statusExample(origin: string): string {
  return `curl ${origin}/api/trial/kb \\
  -H "Authorization: Bearer ${TOKEN_VARIABLE}"`;
}
