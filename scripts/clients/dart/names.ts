import { upperFirst } from '../model/words.ts';

/** Words that Dart does not take for a name. */
const RESERVED = new Set(
  [
    'assert await break case catch class const continue default do else enum extends false final finally for if in is',
    'new null rethrow return super switch this throw true try var void while with yield',
  ].flatMap((line) => line.split(' ')),
);

/** What our own base classes and every object of Dart have already. */
const TAKEN = new Set(['props', 'toJson', 'fromJson', 'hashCode', 'runtimeType', 'toString', 'noSuchMethod']);

/** What enums have besides. */
const TAKEN_IN_ENUMS = new Set([...TAKEN, 'value', 'values', 'isKnown']);

/** The name of a field: its own, if Dart allows. */
export function fieldName(name: string): string {
  return RESERVED.has(name) || TAKEN.has(name) ? `${name}Field` : name;
}

/** The name of an enum’s value, such as `checkedIn` for `checked-in`. */
export function enumValueName(value: string): string {
  const [first = '', ...rest] = value.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const name = lowerFirst(first) + rest.map(upperFirst).join('');
  const isFree = /^[a-z]/.test(name) && !RESERVED.has(name) && !TAKEN_IN_ENUMS.has(name);
  return isFree ? name : `value${upperFirst(name)}`;
}

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
