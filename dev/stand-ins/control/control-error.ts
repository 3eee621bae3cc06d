/** A request to the control that cannot be done; `status` is what the HTTP form answers. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
