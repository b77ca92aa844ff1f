package expr

import "weir/sql/types"

// Type is the column's type.
func (n *Column) Type() types.Type { return n.T }

// Type is TIMESTAMP.
func (*Rowtime) Type() types.Type { return types.TimestampType }

// Type is TIMESTAMP.
func (*Clock) Type() types.Type { return types.TimestampType }

// Type is the constant's type.
func (n *Literal) Type() types.Type { return n.V.Type }

// Type is the result's type.
func (n *Arith) Type() types.Type { return n.T }

// Type is the operand's type.
func (n *Neg) Type() types.Type { return n.X.Type() }

// Type is the interval type of the qualifier.
func (n *Difference) Type() types.Type { return n.T }

// Type is BOOLEAN.
func (*Compare) Type() types.Type { return types.BooleanType }

// Type is BOOLEAN.
func (*And) Type() types.Type { return types.BooleanType }

// Type is BOOLEAN.
func (*Or) Type() types.Type { return types.BooleanType }

// Type is BOOLEAN.
func (*Not) Type() types.Type { return types.BooleanType }

// Type is BOOLEAN.
func (*IsNull) Type() types.Type { return types.BooleanType }

// Type is BOOLEAN.
func (*IsTrue) Type() types.Type { return types.BooleanType }

// Type is the common type of the branches.
func (n *Case) Type() types.Type { return n.T }

// Type is the common type of the arguments.
func (n *Coalesce) Type() types.Type { return n.T }

// Type is BOOLEAN.
func (*In) Type() types.Type { return types.BooleanType }

// Type is BOOLEAN.
func (*Like) Type() types.Type { return types.BooleanType }

// Type is the target type.
func (n *Cast) Type() types.Type { return n.T }

// Type is the operand's type.
func (n *NotNull) Type() types.Type { return n.X.Type() }

// Type is the result's type.
func (n *Call) Type() types.Type { return n.T }
