/**
 * Homeroom has no service worker. One that stands between its pages and the
 * network is Jitsi's, which registers one for the whole host it shares with
 * Homeroom, and shows a page of its own when the network is gone.
 */
export async function removeForeignWorker(): Promise<void> {
  // Only the worker whose scope this page is in; others are not Homeroom's to remove.
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.unregister();
}
