import { applyDecorators } from '@nestjs/common';
import { ApiDefaultResponse, ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

class FieldProblemView {
  @ApiProperty() field!: string;
  @ApiProperty() message!: string;
}

/** How `Problem` is described. */
class ProblemView {
  @ApiProperty({ example: 'about:blank' }) type!: string;
  @ApiProperty({ description: 'Of the status.' }) title!: string;
  @ApiProperty({ type: 'integer' }) status!: number;
  @ApiProperty({ description: 'One sentence: what is wrong.' }) detail!: string;
  @ApiProperty({ description: 'For programs; stays the same from version to version.', example: 'TEMPLATE_UNKNOWN' }) code!: string;
  @ApiProperty({ required: false, description: 'Where it is wrong.' }) field?: string;
  @ApiProperty({ required: false, description: 'How to mend it.' }) hint?: string;
  @ApiProperty({ required: false, type: [FieldProblemView], description: 'Every field that is wrong.' }) errors?: FieldProblemView[];
  @ApiProperty({ description: 'The same as the header X-Correlation-Id; the log and the events have it too.' }) correlationId!: string;
}

/** Routes that answer errors as problem documents: all of them. */
export const AnswersProblems = (): ClassDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemView),
    ApiDefaultResponse({
      description: 'What went wrong, as RFC 9457 has it.',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemView) } } },
    }),
  );
