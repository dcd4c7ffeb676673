import { posix } from 'node:path';

/** What Dart declares itself and our files use. */
const DART_CORE = new Set(
  [
    'DateTime Duration Exception FormatException Function Future Iterable List Map MapEntry Never Object Stream String',
    'bool double int num void Random',
  ].flatMap((line) => line.split(' ')),
);

/** What nobody declares: the parameters of generic types. */
const TYPE_PARAMETERS = new Set(['T', 'In', 'Answer', 'Page', 'Item']);

/** The types that files use without importing the file that declares them, as `file: Type`. */
export function undeclaredTypes(sources: Record<string, string>): string[] {
  const declared = new Map(Object.entries(sources).map(([path, text]) => [path, declaredIn(text)]));
  return Object.entries(sources).flatMap(([path, text]) => {
    const visible = [path, ...importsOf(path, text)].flatMap((file) => [...(declared.get(file) ?? [])]);
    const known = new Set([...DART_CORE, ...TYPE_PARAMETERS, ...visible]);
    return [...typesIn(text)].filter((type) => !known.has(type)).map((type) => `${path}: ${type}`);
  });
}

function declaredIn(text: string): Set<string> {
  const declarations = /^(?:\w+ )*(?:class|mixin|typedef|extension type(?: const)?) (\w+)/gm;
  return new Set([...text.matchAll(declarations)].map(([, name = '']) => name));
}

/** Files of the package that a file imports. */
function importsOf(path: string, text: string): string[] {
  const imports = [...text.matchAll(/^import '([^':]+)';/gm)];
  return imports.map(([, target = '']) => posix.join(posix.dirname(path), target));
}

/** Every name that begins like a type, outside comments and texts. */
function typesIn(text: string): Set<string> {
  const code = text.replace(/\/\/.*$/gm, '').replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return new Set(code.match(/(?<![\w$.])[A-Z]\w*/g));
}
