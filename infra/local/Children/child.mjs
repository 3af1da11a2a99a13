// Runs a Node program as a child that never outlives its parent: node child.mjs <script> [arguments].
// The parent holds the other end of stdin. It closes when the parent stops us and also when the parent is
// killed outright, which no signal would tell us.
import process from 'node:process';
import { pathToFileURL } from 'node:url';

// NodeChild.cs says what this code means.
if (Number(process.versions.node.split('.')[0]) < 20) process.exit(64);

const [script, ...args] = process.argv.slice(2);

// Ctrl+C and a closing terminal reach every process in it at once, but storage must outlive the application:
// signals end nothing here, only the parent does. The program's own clean-up is kept for that moment.
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of signals) process.on(signal, () => {});
for (const method of ['on', 'once', 'addListener']) {
  const listen = process[method];
  process[method] = (event, listener) => listen.call(process, signals.includes(event) ? `parent:${event}` : event, listener);
}

const end = () => {
  // It may take a few seconds (Azurite writes its tables down), not more.
  setTimeout(() => process.exit(1), 4000).unref();
  if (!process.emit('parent:SIGTERM', 'SIGTERM')) process.exit(0);
};
// A killed parent no longer reads either; a last word that nobody hears must not break the clean-up off.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
process.stdin.on('end', end).on('error', end).resume();

process.argv = [process.argv[0], script, ...args];
await import(pathToFileURL(script));
