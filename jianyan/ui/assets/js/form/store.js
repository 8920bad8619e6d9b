// What was typed on the opinion form, kept in this browser. A copy belongs to one person, identity, month, draft and
// window: its name says so, and nobody else's are ever read. Storage may be full or forbidden; then nothing is kept.

const ROOT = "jianyan.form";
const ENDED = "jianyan.form-ended";
const OLDEST = 60 * 24 * 3600 * 1000; // what nobody came back for is not kept on a shared computer for ever

const root = (...parts) => [ROOT, ...parts, ""].join(":");

/** The name of one window's copy. */
export const nameOf = (user, identity, month, key, page) => [ROOT, user, identity, month, key, page].join(":");

function names(start) {
  try {
    return Object.keys(window.localStorage).filter((name) => name.startsWith(start));
  } catch (refused) {
    return [];
  }
}

/** Keeps a copy; false when the browser cannot. */
export function write(name, copy) {
  try {
    window.localStorage.setItem(name, JSON.stringify(copy));
    return true;
  } catch (refused) {
    return false;
  }
}

function read(name) {
  try {
    const copy = JSON.parse(window.localStorage.getItem(name));
    return copy && typeof copy.values === "object" && copy.values ? copy : null;
  } catch (broken) {
    return null;
  }
}

export function drop(name) {
  try {
    window.localStorage.removeItem(name);
  } catch (refused) {
    // Nothing was kept where nothing may be.
  }
}

/** The copies of one person's identity, the newest first, each with its name. */
export function copies(user, identity) {
  const found = names(root(user, identity)).map((name) => ({ name, copy: read(name) }));
  found.filter(({ copy }) => !copy).forEach(({ name }) => drop(name));
  return found.filter(({ copy }) => copy).sort((a, b) => (b.copy.when || 0) - (a.copy.when || 0));
}

/** Whether a person has typed anything here that the server has not received. */
export const unsent = (user) =>
  names(root(user)).some((name) => {
    const copy = read(name);
    return copy !== null && !copy.clean;
  });

/** Removes a person's copies (of one identity up to a month), and tells the other windows to keep no new ones. */
export function clear(user, identity = "", month = "9999-99") {
  for (const name of names(identity ? root(user, identity) : root(user))) {
    if (name.split(":")[3] <= month) drop(name);
  }
  write(`${ENDED}:${user}:${identity}`, Date.now());
}

/** Calls back when another window has filed the form or signed the person out. */
export function onEnd(user, identity, heard) {
  const ends = [`${ENDED}:${user}:`, `${ENDED}:${user}:${identity}`];
  window.addEventListener("storage", (event) => ends.includes(event.key) && event.newValue && heard());
}

/** Forgets what lies here for too long, whoever wrote it. */
export function tidy(now) {
  for (const name of names(`${ROOT}:`)) {
    const copy = read(name);
    if (!copy || !(now - copy.when < OLDEST)) drop(name);
  }
}
