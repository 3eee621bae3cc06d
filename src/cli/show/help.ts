import { Help, type HelpConfiguration, type OutputConfiguration } from 'commander';
import { broken, widthOf } from '../layout.ts';

/** Wider lines are hard to read. */
const WIDEST = 100;
/** Where there is less room, a description stands below its name and not beside it. */
const BESIDE = 80;

function helpWidth(): number {
  return Math.min(WIDEST, widthOf(process.stdout));
}

/** How wide help is, and what is done with a word that is too long for it. */
export const helpOutput: OutputConfiguration = {
  getOutHelpWidth: helpWidth,
  getErrHelpWidth: helpWidth,
  writeOut: (text) => {
    const lines = text.split('\n').flatMap((line) => broken(line, widthOf(process.stdout)));
    process.stdout.write(lines.join('\n'));
  },
};

export const helpLayout: HelpConfiguration = {
  // Descriptions are broken beside long names, too.
  minWidthToWrap: 12,
  formatItem(term, termWidth, description, helper) {
    if (helpWidth() >= BESIDE || description === '') {
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    }
    return [`  ${term}`, ...broken(`      ${description}`, helpWidth())].join('\n');
  },
};
