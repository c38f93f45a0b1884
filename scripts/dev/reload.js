// Part of `npm run dev` alone: loads the page anew once there is a newer build. It asks
// for a file of Homeroom's own, as any script of the page may.
const interval = 500;
let built = '';

async function look() {
  try {
    const answer = await fetch('/homeroom/dev-build.txt', { cache: 'no-store' });
    const newest = answer.ok ? await answer.text() : built;
    if (built !== '' && newest !== built) globalThis.location.reload();
    built = newest;
  } catch {
    // Homeroom is starting again.
  }
  setTimeout(() => void look(), interval);
}

void look();
