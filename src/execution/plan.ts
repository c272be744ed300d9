import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLAbstractType,
  GraphQLField,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';

/** How a query is executed, for one combination of what its `@skip` and `@include` depend on. */
export interface Plan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly selection: Selection;
  /** How many it has. */
  readonly fields: number;
}

/** What is selected of an object of one type. */
export interface Selection {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
  /** Of its text, what stands behind the fields. */
  readonly end: string;
}

export interface FieldPlan {
  /** The text before its value: a brace or a comma, its name in the answer, a colon. */
  readonly lead: string;
  /** Its name in the answer. */
  readonly key: string;
  /** The text of its value, where that is known beforehand. */
  readonly constant: string | null;
  /** Which of the fields of its selection it is. */
  readonly index: number;
  /** Which of all fields of the plan. */
  readonly number: number;
  /** The one with the arguments; all of the same name have the same. */
  readonly node: FieldNode;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Its arguments, where they are the same whatever the variables. */
  readonly args: Readonly<Record<string, unknown>> | null;
  /** What becomes of its value. */
  readonly plan: ValuePlan;
}

/** What becomes of a value of a type. */
export type ValuePlan = LeafPlan | ListPlan | ObjectPlan | AbstractPlan;

export interface LeafPlan {
  readonly kind: 'leaf';
  readonly nullable: boolean;
  readonly type: GraphQLLeafType;
}

export interface ListPlan {
  readonly kind: 'list';
  readonly nullable: boolean;
  readonly item: ValuePlan;
}

export interface ObjectPlan {
  readonly kind: 'object';
  readonly nullable: boolean;
  readonly selection: Selection;
}

export interface AbstractPlan {
  readonly kind: 'abstract';
  readonly nullable: boolean;
  readonly type: GraphQLAbstractType;
  /** By the names of the types that its objects can be of. */
  readonly selections: ReadonlyMap<string, Selection>;
}
