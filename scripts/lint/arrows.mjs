/** The lint rule that keeps the arrows of house.mjs, `import()` and types included. */
import { dirname, relative, resolve, sep } from 'node:path';
import { root } from '../folder.mjs';
import { mayImport } from './house.mjs';

/**
 * @param {any} node an import, export or import() with a source
 * @returns {import('./house.mjs').Kind}
 */
function kindOf(node) {
  if (node.type === 'ImportExpression') return 'lazy';
  return node.importKind === 'type' || node.exportKind === 'type' ? 'type' : 'value';
}

/** @param {any} context of the linter */
function create(context) {
  const from = relative(root, context.filename).split(sep).join('/');
  /** @param {any} node */
  function look(node) {
    const source = node.source?.value;
    if (typeof source !== 'string' || !source.startsWith('.')) return;
    const to = relative(root, resolve(dirname(context.filename), source))
      .split(sep)
      .join('/');
    if (mayImport(from, to, kindOf(node))) return;
    const message = `${from} may not import ${to}: see scripts/lint/house.mjs for who may.`;
    context.report({ node: node.source, message });
  }
  return {
    ImportDeclaration: look,
    ExportNamedDeclaration: look,
    ExportAllDeclaration: look,
    ImportExpression: look,
  };
}

export default { meta: { name: 'homeroom' }, rules: { arrows: { create } } };
