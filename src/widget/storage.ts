/** Remembers things in the browser where that is allowed, and in memory where it is not. */
export interface Store {
  /** Null when there is nothing, or nothing that can be read. */
  get<T>(name: string): T | null;
  set(name: string, value: unknown): void;
  remove(name: string): void;
}

/** `area` is asked inside: reading the property alone throws where storage is blocked. */
export function openStore(area: () => Storage, prefix: string): Store {
  const memory = new Map<string, string>();
  const tried = <T>(work: (storage: Storage) => T): T | null => {
    try {
      return work(area());
    } catch {
      return null;
    }
  };
  return {
    get<T>(name: string) {
      const text = tried((storage) => storage.getItem(prefix + name)) ?? memory.get(name);
      if (text === undefined) return null;
      try {
        return JSON.parse(text) as T;
      } catch {
        return null;
      }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      memory.set(name, text);
      tried((storage) => storage.setItem(prefix + name, text));
    },
    remove(name) {
      memory.delete(name);
      tried((storage) => storage.removeItem(prefix + name));
    },
  };
}
