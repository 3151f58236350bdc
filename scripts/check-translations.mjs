// Compares the texts the portal asks for with the texts it has, in all languages. Silent when all is well.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const source = join(import.meta.dirname, '../frontend/src');
const locales = join(source, 'locales');
const languages = ['en', 'es', 'fr', 'ar'];
const pluralForms = ['zero', 'one', 'two', 'few', 'many', 'other'];
const keyProperty = /^(?!(api|query|mutation|idempotency|storage|row|event|sort)Key$).*[a-z]Key$/;
const keyMap = /Keys$/;
const faults = [];

/** `{a: {b: 'x'}}` → `Map { 'a.b' → 'x' }` */
function flatten(texts, prefix = '', into = new Map()) {
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value === 'string') into.set(prefix + name, value);
    else flatten(value, `${prefix}${name}.`, into);
  }
  return into;
}

/** Texts of a namespace by key, plural forms gathered: `Map { key → { text } | { plural: Map form → text } }`. */
function readTexts(language, namespace) {
  const file = join(locales, language, `${namespace}.json`);
  if (!existsSync(file)) {
    faults.push(`${language}/${namespace}.json is missing`);
    return new Map();
  }
  const flat = flatten(JSON.parse(readFileSync(file, 'utf8')));
  const texts = new Map();
  for (const [key, text] of flat) {
    const [, base, form] = /^(.*)_([a-z]+)$/.exec(key) ?? [];
    if (pluralForms.includes(form) && flat.has(`${base}_other`)) {
      if (!texts.has(base)) texts.set(base, { plural: new Map() });
      texts.get(base).plural.set(form, text);
    } else texts.set(key, { text });
  }
  return texts;
}

/** The `{{placeholders}}` and `<tags>` of a text, sorted into one string; `count` may be left out of plural forms. */
function slots(text, isPlural) {
  const names = [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name);
  const tags = [...text.matchAll(/<(\w+)/g)].map(([, tag]) => `<${tag}>`);
  const all = new Set([...names, ...tags]);
  if (isPlural) all.delete('count');
  return [...all].sort().join(' ');
}

function comparePlural(where, language, reference, texts) {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const form of wanted) if (!texts.has(form)) faults.push(`${where}_${form} is missing`);
  for (const form of texts.keys()) {
    if (form !== 'zero' && !wanted.includes(form))
      faults.push(`${where}_${form} is no form of this language`);
  }
  const expected = slots(reference.get('other'), true);
  for (const [form, text] of texts) {
    if (slots(text, true) !== expected)
      faults.push(`${where}_${form} has other placeholders than en: ${expected || 'none'}`);
  }
}

function compareEntry(where, language, reference, entry) {
  if (!entry) faults.push(`${where} is missing`);
  else if (!!entry.plural !== !!reference.plural) faults.push(`${where} is a plural in one language only`);
  else if (entry.plural) comparePlural(where, language, reference.plural, entry.plural);
  else if (!entry.text.trim()) faults.push(`${where} is empty`);
  else if (slots(entry.text) !== slots(reference.text)) {
    faults.push(`${where} has other placeholders than en: ${slots(reference.text) || 'none'}`);
  }
}

function compareLanguages(namespace, english) {
  for (const language of languages) {
    const texts = language === 'en' ? english : readTexts(language, namespace);
    for (const [key, reference] of english) {
      compareEntry(`${language}/${namespace}: ${key}`, language, reference, texts.get(key));
    }
    for (const key of texts.keys()) {
      if (!english.has(key)) faults.push(`${language}/${namespace}: ${key} is not in en`);
    }
  }
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.gen|\.test|\.d)\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

const nameOf = (node) => (node && (ts.isIdentifier(node) || ts.isStringLiteral(node)) ? node.text : '');
const isAssignment = (node) =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
const isText = (node) => node && (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node));

/** `statusKeys[status]`, `faultKeys.email`, `item.labelKey`, `labelKey` */
function holdsKeys(node) {
  const names = ts.isElementAccessExpression(node)
    ? [node.expression]
    : ts.isPropertyAccessExpression(node)
      ? [node.expression, node.name]
      : [node];
  return names.some((name) => keyMap.test(nameOf(name)) || keyProperty.test(nameOf(name)));
}

/** The literals that an expression may become, and whether it may become anything else. */
function literals(node) {
  if (isText(node)) return { keys: [node.text], other: false };
  if (ts.isConditionalExpression(node)) {
    const both = [literals(node.whenTrue), literals(node.whenFalse)];
    return { keys: both.flatMap(({ keys }) => keys), other: both.some(({ other }) => other) };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
    const right = literals(node.right);
    return { keys: right.keys, other: right.other || literals(node.left).other };
  }
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)) {
    return literals(node.expression);
  }
  return { keys: [], other: !holdsKeys(node) };
}

function textsIn(node, into = []) {
  if (isText(node)) into.push(node.text);
  else if (ts.isObjectLiteralExpression(node))
    node.properties.forEach((p) => p.initializer && textsIn(p.initializer, into));
  else if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) textsIn(node.expression, into);
  return into;
}

/** `labelKey: 'nav.home'` in an object, `const faultKey = wrong ? 'fault.a' : 'fault.b'` */
const isKeyHolder = (node) =>
  (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) &&
  keyProperty.test(nameOf(node.name)) &&
  node.initializer;

/** What one file says about texts: its namespaces and the keys it names. */
function readUses(file) {
  const tree = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const uses = { file, namespaces: new Set(), keys: [] };
  const visit = (node) => {
    if (ts.isCallExpression(node)) readCall(node, uses);
    else if (ts.isTypeReferenceNode(node) && nameOf(node.typeName) === 'TFunction') {
      const argument = node.typeArguments?.[0];
      if (argument && ts.isLiteralTypeNode(argument) && isText(argument.literal))
        uses.namespaces.add(argument.literal.text);
    } else if (ts.isVariableDeclaration(node) && keyMap.test(nameOf(node.name)) && node.initializer) {
      uses.keys.push(...textsIn(node.initializer));
    } else if (isAssignment(node) && ts.isPropertyAccessExpression(node.left) && holdsKeys(node.left)) {
      uses.keys.push(...textsIn(node.right));
    } else if (isKeyHolder(node)) {
      uses.keys.push(...literals(node.initializer).keys);
    } else if (
      ts.isJsxAttribute(node) &&
      (nameOf(node.name) === 'i18nKey' || keyProperty.test(nameOf(node.name)))
    ) {
      const value =
        node.initializer && ts.isJsxExpression(node.initializer)
          ? node.initializer.expression
          : node.initializer;
      if (value) uses.keys.push(...literals(value).keys);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return uses;
}

function readCall(node, uses) {
  const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
  const first = node.arguments[0];
  if (nameOf(callee) === 'useTranslation' && isText(first)) uses.namespaces.add(first.text);
  if (nameOf(callee) !== 't' || !first) return;
  const { keys, other } = literals(first);
  uses.keys.push(...keys);
  if (other)
    faults.push(
      `${relative(source, uses.file)}: t(${first.getText()}) is computed; use a map of literals named …Keys`,
    );
}

/** Keys in use as `namespace:key`; a file without a namespace takes the only one of its folder, else `common`. */
function usedKeys() {
  const files = sourceFiles(source).map(readUses);
  const used = new Set();
  for (const { file, namespaces, keys } of files) {
    if (namespaces.size > 1)
      faults.push(`${relative(source, file)}: more than one namespace (${[...namespaces].join(', ')})`);
    const nearby = files
      .filter((other) => dirname(other.file) === dirname(file))
      .flatMap((other) => [...other.namespaces]);
    const folder = new Set(nearby).size === 1 ? nearby[0] : 'common';
    const own = [...namespaces][0] ?? folder;
    for (const key of keys) used.add(key.includes(':') ? key : `${own}:${key}`);
  }
  return used;
}

const used = usedKeys();
const namespaces = readdirSync(join(locales, 'en')).map((name) => name.replace(/\.json$/, ''));
for (const language of languages.slice(1)) {
  for (const name of readdirSync(join(locales, language))) {
    if (!existsSync(join(locales, 'en', name))) faults.push(`${language}/${name} is not in en`);
  }
}
const known = new Set();
for (const namespace of namespaces) {
  const english = readTexts('en', namespace);
  for (const key of english.keys()) known.add(`${namespace}:${key}`);
  compareLanguages(namespace, english);
}
for (const key of used) if (!known.has(key)) faults.push(`${key} is used but not in en`);
for (const key of known) if (!used.has(key)) faults.push(`${key} is not used`);

if (faults.length > 0) {
  console.error(`${faults.join('\n')}\n${faults.length} faults in the texts`);
  process.exitCode = 1;
}
