/** Keeps labels bounded whatever they are given: values of a closed set, or a few short names that say nothing of anybody. */

/** Different values of one open label; what comes later is counted together. */
export const OPEN_VALUES_MAX = 200;
export const OTHER = 'other';

const NAME = /^[\w./:@{}+-]{1,120}$/;
/** What could name a tenant, a person or a place: UUIDs, e-mail addresses, URLs. */
const TELLING =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}|:\/\//i;

/** `allowed`: the values of a closed set; null for an open one. */
export function labelBound(allowed: readonly string[] | null): (value: string) => string {
  if (allowed !== null) {
    const closed = new Set(allowed);
    return (value) => (closed.has(value) ? value : OTHER);
  }
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= OPEN_VALUES_MAX || !NAME.test(value) || TELLING.test(value)) return OTHER;
    seen.add(value);
    return value;
  };
}
