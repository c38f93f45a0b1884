/** The stylesheet of the provider's pages: light and dark, narrow and wide, either direction. */
export const style = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f5f7, #16181d);
  --surface: light-dark(#ffffff, #21242b);
  --text: light-dark(#1c1f26, #eceef2);
  --text-quiet: light-dark(#525a68, #b4bac6);
  --line: light-dark(#7b8494, #8b93a3);
  --accent: light-dark(#1d55b5, #9dbcf5);
  --on-accent: light-dark(#ffffff, #10182a);
  --alert: light-dark(#8f1d14, #ffb4a9);
  --alert-ground: light-dark(#fdecea, #3c1a17);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-block-size: 100vh;
  display: grid;
  place-items: center;
  padding: 1rem;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
}
main {
  inline-size: min(100%, 26rem);
  padding: clamp(1.25rem, 5vw, 2.25rem);
  background: var(--surface);
  border-radius: 0.75rem;
  overflow-wrap: anywhere;
}
h1 { margin-block: 0 1.25rem; font-size: 1.6rem; line-height: 1.25; }
.school { margin-block: 0 0.25rem; color: var(--text-quiet); }
.quiet { color: var(--text-quiet); margin-block-end: 0; }
form { display: grid; gap: 0.25rem; }
label { font-weight: 600; }
.rule { margin: 0 0 0.25rem; color: var(--text-quiet); }
input {
  inline-size: 100%;
  margin-block-end: 0.75rem;
  padding: 0.6rem 0.75rem;
  font: inherit;
  color: inherit;
  background: transparent;
  border: 1px solid var(--line);
  border-radius: 0.4rem;
}
button, .button {
  display: inline-block;
  min-block-size: 2.75rem;
  padding: 0.6rem 1.25rem;
  font: inherit;
  font-weight: 600;
  text-decoration: none;
  color: var(--on-accent);
  background: var(--accent);
  border: 1px solid transparent;
  border-radius: 0.4rem;
  cursor: pointer;
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.alert {
  margin-block: 0 1rem;
  padding: 0.75rem 1rem;
  color: var(--alert);
  background: var(--alert-ground);
  border-inline-start: 0.3rem solid currentColor;
  border-radius: 0.25rem;
}
details { margin-block-start: 1.25rem; }
summary { min-block-size: 1.75rem; cursor: pointer; }
ul { padding-inline-start: 1.25rem; }
`;
