// A shelf in IndexedDB for what must outlive a page and a missing network.

function open(database: string, store: string): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(database, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

/** One transaction that is on the disk when the promise comes true. */
export async function within<T>(
  database: string,
  store: string,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T> | void,
): Promise<T | undefined> {
  const opened = await open(database, store);
  try {
    return await new Promise((done, failed) => {
      const transaction = opened.transaction(store, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked ? asked.result : undefined);
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
  } finally {
    opened.close();
  }
}
