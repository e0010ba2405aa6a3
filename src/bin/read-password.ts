/** A password from the keyboard, unseen, or from standard input; never from arguments, which every process can read. */
import { text } from 'node:stream/consumers';
import { AppError } from '#lib/core/errors.ts';

const ENTER = new Set(['\r', '\n', '\u0004']);
const INTERRUPT = '\u0003';
const BACKSPACE = new Set(['\b', '\u007f']);

function typed(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(prompt);
  stdin.setRawMode(true).setEncoding('utf8').resume();
  return new Promise((resolve, reject) => {
    let password = '';
    const done = () => {
      stdin.off('data', onData).setRawMode(false).pause();
      stderr.write('\n');
    };
    const onData = (keys: string) => {
      for (const key of keys) {
        if (key === INTERRUPT) {
          done();
          return reject(new AppError('cancelled', 'Nothing was changed.'));
        }
        if (ENTER.has(key)) {
          done();
          return resolve(password);
        }
        password = BACKSPACE.has(key) ? [...password].slice(0, -1).join('') : password + key;
      }
    };
    stdin.on('data', onData);
  });
}

/** Asks twice at a terminal; elsewhere takes all of standard input, but for the line's end. Errors: `invalid_request`, `cancelled`. */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).replace(/\r?\n$/, '');
  const password = await typed('Password: ');
  if ((await typed('Once more: ')) === password) return password;
  throw new AppError('invalid_request', 'The two differ. Nothing was changed.');
}
