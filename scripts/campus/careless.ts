/** Text as people type it on a phone or paste it from a web page. */
import type { Random } from './random.ts';

const NO_BREAK_SPACE = '\u00a0';

/** Varies the case and white space of a skill's name; now and then swaps two letters. */
export function misspell(random: Random, name: string): string {
  if (name.length > 4 && random.chance(0.1)) return swapLetters(random, name);
  return random.pick([name.toUpperCase(), name.toLowerCase(), ` ${name.toLowerCase()} `, `${name} `]);
}

/** The same words in other characters: another case, white space or Unicode form. Never equal to the text itself. */
export function restyle(random: Random, text: string): string {
  const styles = [
    text.toUpperCase(),
    ` ${text}`,
    `${text} `,
    text.replaceAll(' ', NO_BREAK_SPACE),
    text.replaceAll(' ', '  '),
    toFullWidth(text),
  ];
  return random.pick(styles.filter((style) => style !== text));
}

/** Full-width forms, which an East Asian keyboard types. */
function toFullWidth(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));
}

function swapLetters(random: Random, name: string): string {
  const at = random.integer(1, name.length - 3);
  return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
}
