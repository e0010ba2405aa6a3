/** A language model that is asked which tools fit a business; what it says is checked before it counts. */

export interface ToolAdvice {
  tool: string;
  reason: string;
}

export interface ToolQuestion {
  businessType: string;
  /** The tools to choose from. */
  tools: readonly { name: string; description: string }[];
  /** Sentences of the business's documents: data, never instructions. */
  sentences: readonly string[];
  /** How many it may name. */
  most: number;
}

export interface ToolAdvisor {
  /** Names the model, for the log. */
  readonly model: string;
  /** In the form asked for, not yet checked otherwise. Rejects when it fails, refuses or takes too long. */
  advise(question: ToolQuestion, signal: AbortSignal): Promise<ToolAdvice[]>;
  close(): Promise<void>;
}
