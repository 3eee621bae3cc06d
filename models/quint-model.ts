import { expressionToString, fileSourceResolver, newIdGenerator, parse, type QuintEx } from '@informalsystems/quint';
import { newRng } from '@informalsystems/quint/dist/src/rng.js';
import { Builder, buildExpr, type EvalFunction } from '@informalsystems/quint/dist/src/runtime/impl/builder.js';
import { Context } from '@informalsystems/quint/dist/src/runtime/impl/Context.js';
import type { RuntimeValue } from '@informalsystems/quint/dist/src/runtime/impl/runtimeValue.js';
import { newTraceRecorder } from '@informalsystems/quint/dist/src/runtime/trace.js';

/** A model's state: the value of each variable. */
export type ModelState = RuntimeValue;

/** One way out of a state, by the name of the action that took it. */
export interface Successor {
  readonly action: string;
  readonly state: ModelState;
}

/**
 * A model as Quint's own parser and evaluator read it, so that what is searched is the model itself and no copy of it. Where
 * the simulator draws a number, the search names one after the other.
 */
export class QuintModel {
  readonly #context: Context;
  readonly #builder: Builder;
  readonly #init: EvalFunction;
  readonly #actions: readonly { readonly name: string; readonly run: EvalFunction }[];
  readonly #predicates = new Map<string, EvalFunction>();
  readonly #definitions = new Map<string, QuintEx>();
  /** Which of the possible values is drawn, one number a draw. */
  #choices: number[] = [];
  #bounds: number[] = [];

  /** @param text one module with an `init`, and a `step` that is `any` of its actions */
  constructor(text: string) {
    const path = fileSourceResolver(new Map()).lookupPath('.', 'model.qnt');
    const { modules, table, errors } = parse(newIdGenerator(), 'model.qnt', path, text);
    if (errors.length > 0) throw new TypeError(`The model cannot be read: ${errors[0]?.message ?? ''}`);
    for (const declaration of modules[0]?.declarations ?? []) {
      if (declaration.kind === 'def') this.#definitions.set(declaration.name, declaration.expr);
    }
    this.#builder = new Builder(table, false);
    this.#context = new Context(
      newTraceRecorder(0, newRng(0n), 1),
      (bound) => this.#draw(bound),
      this.#builder.varStorage,
    );
    this.#init = buildExpr(this.#builder, this.#definition('init'));
    const step = this.#definition('step');
    if (step.kind !== 'app' || step.opcode !== 'actionAny') throw new TypeError('The step must be any of its actions.');
    this.#actions = step.args.map((action) => ({ name: nameOf(action), run: buildExpr(this.#builder, action) }));
  }

  /** The names of the actions, as the step lists them. */
  get actions(): readonly string[] {
    return [...new Set(this.#actions.map(({ name }) => name))];
  }

  beginnings(): readonly ModelState[] {
    return [...this.#every(this.#init, undefined)];
  }

  *successors(state: ModelState): Iterable<Successor> {
    for (const { name: action, run } of this.#actions) {
      for (const next of this.#every(run, state)) yield { action, state: next };
    }
  }

  /** A state as the model would write it. */
  static words(state: ModelState): string {
    return expressionToString(state.toQuintEx(newIdGenerator()));
  }

  /** Whether a `val` of the model holds in a state. */
  holds(name: string, state: ModelState): boolean {
    const known = this.#predicates.get(name) ?? buildExpr(this.#builder, this.#definition(name));
    this.#predicates.set(name, known);
    this.#enter(state);
    return valueOf(known(this.#context)).toBool();
  }

  /** Every state that an action leads to, whatever is drawn in it. */
  *#every(action: EvalFunction, from: ModelState | undefined): Iterable<ModelState> {
    this.#choices = [];
    do {
      this.#bounds = [];
      this.#enter(from);
      if (valueOf(action(this.#context)).toBool()) yield this.#leave();
      // The next combination: the last draw that has another value moves on, and those after it begin anew.
      this.#choices.length = this.#bounds.length;
      while (this.#choices.length > 0) {
        const last = this.#choices.length - 1;
        const next = (this.#choices[last] ?? 0) + 1;
        if (next < (this.#bounds[last] ?? 0)) {
          this.#choices[last] = next;
          break;
        }
        this.#choices.pop();
      }
    } while (this.#choices.length > 0);
  }

  #draw(bound: bigint): bigint {
    const at = this.#bounds.push(Number(bound)) - 1;
    this.#choices[at] ??= 0;
    return BigInt(this.#choices[at]);
  }

  #enter(state: ModelState | undefined): void {
    const { varStorage } = this.#context;
    // Either forgets what was computed of the state before.
    varStorage.shiftVars();
    if (state !== undefined) varStorage.fromRecord(state);
  }

  #leave(): ModelState {
    const { varStorage } = this.#context;
    varStorage.shiftVars();
    return varStorage.asRecord().normalForm();
  }

  #definition(name: string): QuintEx {
    const found = this.#definitions.get(name);
    if (found === undefined) throw new TypeError(`The model has no ${name}.`);
    return found;
  }
}

function valueOf(result: ReturnType<EvalFunction>): RuntimeValue {
  if (result.isRight()) return result.value;
  throw new TypeError(`The model cannot be evaluated: ${result.isLeft() ? result.value.message : ''}`);
}

/** The operator that an action calls, whatever is drawn before. */
function nameOf(action: QuintEx): string {
  if (action.kind === 'let') return nameOf(action.expr);
  if (action.kind === 'name') return action.name;
  return action.kind === 'app' ? action.opcode : action.kind;
}
