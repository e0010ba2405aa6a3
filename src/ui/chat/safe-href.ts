/** Only addresses of the web become links, whatever a document says. */
export function safeHref(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) && URL.canParse(url) ? url : null;
}
