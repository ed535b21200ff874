import type * as Backends from "../neural/backend.ts";
import { InputError } from "./inputError.ts";

/** Loads TensorFlow.js, given what loads it; an InputError where the one asked for does not load. */
export async function loadedBackend({
  loadBackend,
  BackendError,
}: Pick<typeof Backends, "loadBackend" | "BackendError">): Promise<Backends.Backend> {
  return loadBackend().catch((error: unknown) => {
    if (error instanceof BackendError) throw new InputError(error.message);
    throw error;
  });
}
