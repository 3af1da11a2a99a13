// Installs Azurite and the mail catcher exactly as package-lock.json has them (npm ci), and says how far it is.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const fail = (reason) => {
  console.error(`${reason} The local run and the tests need Node.js 20 or newer with npm, for Azurite (storage) and maildev (mail). Install it from https://nodejs.org and build again.`);
  process.exit(1);
};

if (Number(process.versions.node.split('.')[0]) < 20) fail(`The command 'node' is Node.js ${process.versions.node}.`);

const places = Object.keys(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages).filter((place) => place.startsWith('node_modules/'));
console.log(`Fetching Azurite and maildev: ${places.length} npm packages, once, for about half a minute.`);
const there = () => places.filter((place) => existsSync(`${place}/package.json`)).length;
const progress = setInterval(() => console.log(`  ${there()} of ${places.length} npm packages are there.`), 4000);

const npm = spawn('npm', ['ci'], { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
npm.on('error', () => fail("The command 'npm' was not found on the PATH."));
npm.on('exit', (code) => {
  clearInterval(progress);
  // Written last, so that an install that broke off is made again.
  if (code === 0) writeFileSync('node_modules/.installed', '');
  process.exitCode = code ?? 1;
});
