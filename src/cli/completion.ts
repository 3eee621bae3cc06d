import type { Command } from 'commander';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A place on the command line, and the words that may follow there. `<store>` stands for any store hash. */
interface Place {
  readonly path: string;
  readonly words: readonly string[];
}

/** Every place of both programs, from the definitions that parse the line: no list of words is kept twice. */
function placesOf(ofAll: Command, ofStore: Command): readonly Place[] {
  return [...below('', ofAll), ...below('<store>', ofStore)];
}

function below(path: string, command: Command): readonly Place[] {
  const inner = command.commands.filter((each) => each.name() !== 'help');
  const options = command.options.flatMap(({ long }) => long ?? []);
  const words = [...inner.map((each) => each.name()), ...options, '--json', '--help'];
  const next = (name: string) => `${path}${path === '' ? '' : ' '}${name}`;
  return [{ path, words }, ...inner.flatMap((each) => below(next(each.name()), each))];
}

/** A script for the shell: put it where the shell reads its completions. */
export function completionScript(shell: Shell, ofAll: Command, ofStore: Command): string {
  const places = placesOf(ofAll, ofStore);
  const globals = (places[0]?.words ?? []).filter((word) => !word.startsWith('-'));
  if (shell === 'fish') return fishScript(places, globals);
  // zsh reads bash's own completions.
  return `${shell === 'zsh' ? '#compdef ogoship\nautoload -Uz bashcompinit && bashcompinit\n' : ''}${bashScript(places, globals)}`;
}

function bashScript(places: readonly Place[], globals: readonly string[]): string {
  const cases = places.map(({ path, words }) => `    '${path}') words='${words.join(' ')}' ;;`);
  return `# ogoship completion; from \`ogoship completion\`
_ogoship() {
  local words='' path='' word at
  local current="\${COMP_WORDS[COMP_CWORD]}"
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    case "$word" in -*) continue ;; esac
    if [ -z "$path" ]; then
      case " ${globals.join(' ')} " in
        *" $word "*) path="$word" ;;
        *) path='<store>' ;;
      esac
    else
      case "$path $word" in
${places
  .filter(({ path }) => path.includes(' '))
  .map(({ path }) => `        '${path}') path='${path}' ;;`)
  .join('\n')}
      esac
    fi
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _ogoship ogoship
`;
}

function fishScript(places: readonly Place[], globals: readonly string[]): string {
  const cases = places.map(({ path, words }) => `    case '${path}'\n      printf '%s\\n' ${words.join(' ')}`);
  const deeper = places.filter(({ path }) => path.includes(' ')).map(({ path }) => `'${path}'`);
  return `# ogoship completion; from \`ogoship completion\`
function __ogoship_words
  set -l path ''
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and continue
    if test -z "$path"
      if contains -- $word ${globals.join(' ')}
        set path $word
      else
        set path '<store>'
      end
    else if contains -- "$path $word" ${deeper.join(' ')}
      set path "$path $word"
    end
  end
  switch $path
${cases.join('\n')}
  end
end
complete -c ogoship -f -a '(__ogoship_words)'
`;
}
