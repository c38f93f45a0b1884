/**
 * The stylesheet of the provider's pages: light and dark, narrow and wide, either
 * direction. Its colours are those of src/ui/tokens.css, so that nobody thinks to
 * have left the school's pages.
 */
export const style = `:root {
  color-scheme: light dark;
  --page: light-dark(#f6f4ee, #111817);
  --surface: light-dark(#fffefb, #1a2422);
  --text: light-dark(#1c2928, #e9efeb);
  --text-quiet: light-dark(#51605d, #a5b4ae);
  --line-strong: light-dark(#7d877f, #75877f);
  --accent: light-dark(#0f5d52, #84d6c3);
  --accent-hover: light-dark(#0a463e, #a6e6d7);
  --on-accent: light-dark(#ffffff, #06221d);
  --light: light-dark(#f0ae2c, #f5c35c);
  --danger: light-dark(#a5301d, #ff9f8c);
  --danger-soft: light-dark(#fbe7e1, #41211b);
  --focus-ring: light-dark(#1f57c3, #9dbcff);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-block-size: 100vh;
  display: grid;
  place-items: center;
  padding: 1rem;
  background: var(--page);
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
.school {
  display: flex;
  align-items: center;
  gap: 0.6rem;
  margin-block: 0 0.75rem;
  color: var(--text-quiet);
}
.logo { flex: none; block-size: 2.25rem; max-inline-size: 6rem; object-fit: contain; }
svg.logo { inline-size: 2.25rem; }
.ground { fill: var(--accent); }
.light { fill: var(--light); }
.leaf { fill: var(--on-accent); }
.quiet { color: var(--text-quiet); margin-block-end: 0; }
form { display: grid; gap: 0.25rem; }
label { font-weight: 600; }
a { color: var(--accent); }
.rule { margin: 0 0 0.25rem; color: var(--text-quiet); }
input {
  inline-size: 100%;
  margin-block-end: 0.75rem;
  padding: 0.6rem 0.75rem;
  font: inherit;
  color: inherit;
  background: transparent;
  border: 1px solid var(--line-strong);
  border-radius: 0.4rem;
}
button, a.button {
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
button:hover, a.button:hover { background: var(--accent-hover); }
:focus-visible { outline: 3px solid var(--focus-ring); outline-offset: 2px; }
.alert {
  margin-block: 0 1rem;
  padding: 0.75rem 1rem;
  color: var(--danger);
  background: var(--danger-soft);
  border-inline-start: 0.3rem solid currentColor;
  border-radius: 0.25rem;
}
details { margin-block-start: 1.25rem; }
summary { min-block-size: 1.75rem; cursor: pointer; }
ul { padding-inline-start: 1.25rem; }
`;
