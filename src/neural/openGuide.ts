// What a command needs to be guided by a trained model of any kind, behind one import: it loads
// TensorFlow.js.
import { micro } from "../domains/micro/micro.ts";
import type { Domain } from "../dsl/domain.ts";
import type { Guide } from "../search/solveOptions.ts";
import { type Result, failure, success } from "../support/result.ts";
import type { SourceError } from "../support/sourceError.ts";
import { type CompilerModel, disposeCompiler, isCompilerFile } from "./compiler/compilerFile.ts";
import { compilerGuide } from "./compiler/compilerGuide.ts";
import { COMPILER_KIND } from "./compiler/openCompiler.ts";
import { RECOGNITION_KIND, guideOf } from "./recognition/loadGuide.ts";
import { type ModelKind, openModelFile } from "./recognition/openModelFile.ts";

/** What a model's guide is for a domain, or why it is none. */
type GuideFor = (file: string, domain: Domain) => Result<Guide, SourceError>;

/**
 * Loads the guide that a model file is, or the folder of a run with one, for tasks of a domain: a
 * recognition model or a program compiler, as the file says itself.
 */
export async function openGuide(path: string, domain: Domain): Promise<Result<Guide, SourceError>> {
  const opened = await openModelFile(path, (bytes) =>
    isCompilerFile(bytes)
      ? kindOf(COMPILER_KIND, ofCompiler)
      : kindOf(RECOGNITION_KIND, (model) => (file, for_) => guideOf(model, file, for_)),
  );
  return opened.ok ? opened.value.model(opened.value.file, domain) : opened;
}

const kindOf = <T>(
  { what, read }: ModelKind<T>,
  guide: (model: T) => GuideFor,
): ModelKind<GuideFor> => ({
  what,
  read: (bytes) => {
    const model = read(bytes);
    return model.ok ? success(guide(model.value)) : model;
  },
});

const ofCompiler =
  (model: CompilerModel): GuideFor =>
  (file, domain) => {
    if (domain.name === micro.name) return success(compilerGuide(model));
    disposeCompiler(model);
    return failure({
      file,
      message: `a program compiler guides tasks of domain "${micro.name}", these are of "${domain.name}"`,
    });
  };
