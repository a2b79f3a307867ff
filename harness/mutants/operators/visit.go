package operators

import (
	"go/ast"
	"go/token"
	"strings"
)

var (
	boundaries  = map[token.Token]string{token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">"}
	connectives = map[token.Token]string{token.LAND: "||", token.LOR: "&&"}
	signs       = map[token.Token]string{
		token.ADD: "-", token.SUB: "+", token.ADD_ASSIGN: "-=", token.SUB_ASSIGN: "+=", token.INC: "--", token.DEC: "++",
	}
)

// visit looks at one node, whose parents are given; false leaves out what is below.
func (f *finder) visit(n ast.Node, parents []ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		return !isSpoken(n)
	case *ast.IfStmt:
		f.condition(n.Cond)
	case *ast.ForStmt:
		if n.Cond != nil {
			f.condition(n.Cond)
		}
	case *ast.SwitchStmt:
		if n.Tag == nil {
			f.cases(n)
		}
	case *ast.BinaryExpr:
		f.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.SUB {
			f.add(Sign, n, n.Pos(), n.X.Pos(), "")
		}
	case *ast.AssignStmt:
		if sign, ok := signs[n.Tok]; ok && !isText(n.Rhs[0]) {
			f.add(Sign, n, n.TokPos, n.Rhs[0].Pos(), sign+" ")
		}
	case *ast.IncDecStmt:
		f.add(Sign, n, n.TokPos, n.End(), signs[n.Tok])
	case *ast.ExprStmt:
		if call, ok := n.X.(*ast.CallExpr); ok && !isSpoken(call) {
			f.add(Removed, n, n.Pos(), n.End(), "")
		}
	case *ast.ReturnStmt:
		f.returned(n, parents)
	}
	return true
}

func (f *finder) cases(n *ast.SwitchStmt) {
	for _, s := range n.Body.List {
		for _, e := range s.(*ast.CaseClause).List {
			f.condition(e)
		}
	}
}

func (f *finder) binary(n *ast.BinaryExpr) {
	replace := func(o Operator, by string) { f.add(o, n, n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), by) }
	switch n.Op {
	case token.LAND, token.LOR:
		f.condition(n)
		replace(Connective, connectives[n.Op])
	case token.EQL, token.NEQ:
		f.condition(n)
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		f.condition(n)
		replace(Boundary, boundaries[n.Op])
	case token.ADD, token.SUB:
		if !isText(n) {
			replace(Sign, signs[n.Op])
		}
	}
}

// condition negates each of those that make it up.
func (f *finder) condition(e ast.Expr) {
	switch c := e.(type) {
	case *ast.ParenExpr:
		f.condition(c.X)
		return
	case *ast.BinaryExpr:
		if c.Op == token.LAND || c.Op == token.LOR {
			f.condition(c.X)
			f.condition(c.Y)
			return
		}
	}
	if f.leaves[e] {
		return
	}
	f.leaves[e] = true
	if not, ok := e.(*ast.UnaryExpr); ok && not.Op == token.NOT {
		f.add(Negated, e, e.Pos(), not.X.Pos(), "")
		return
	}
	f.add(Negated, e, e.Pos(), e.End(), negation(e, f.source(e)))
}

// negation of a condition, as a person would write it.
func negation(e ast.Expr, text string) string {
	switch c := e.(type) {
	case *ast.BinaryExpr:
		left, right := text[:c.OpPos-c.Pos()], text[int(c.OpPos-c.Pos())+len(c.Op.String()):]
		switch c.Op {
		case token.EQL:
			return left + "!=" + right
		case token.NEQ:
			return left + "==" + right
		}
	case *ast.Ident, *ast.CallExpr, *ast.SelectorExpr, *ast.IndexExpr:
		return "!" + text
	}
	return "!(" + text + ")"
}

// returned drops the error of a return. What makes the error is still done.
func (f *finder) returned(n *ast.ReturnStmt, parents []ast.Node) {
	results := resultsOf(parents)
	if len(n.Results) == 0 || results == nil || results.NumFields() != len(n.Results) {
		return
	}
	if t, ok := results.List[len(results.List)-1].Type.(*ast.Ident); !ok || t.Name != "error" {
		return
	}
	last := n.Results[len(n.Results)-1]
	if id, ok := last.(*ast.Ident); ok && id.Name == "nil" {
		return
	}
	others := f.text[f.offset(n.Pos()):f.offset(last.Pos())]
	f.add(Dropped, n, n.Pos(), n.End(), "_ = "+f.source(last)+"; "+others+"nil")
}

// resultsOf the innermost function.
func resultsOf(parents []ast.Node) *ast.FieldList {
	for i := len(parents) - 1; i >= 0; i-- {
		switch p := parents[i].(type) {
		case *ast.FuncLit:
			return p.Type.Results
		case *ast.FuncDecl:
			return p.Type.Results
		}
	}
	return nil
}

// isSpoken says whether a call only says something: to a log, or in an error.
func isSpoken(c *ast.CallExpr) bool {
	name := dotted(c.Fun)
	return name == "fmt.Errorf" || name == "errors.New" || strings.Contains(name, "Log.") || strings.HasPrefix(name, "slog.") || name == "l.step" || name == "l.config.Step"
}

func dotted(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return dotted(e.X) + "." + e.Sel.Name
	}
	return ""
}

// isText says whether a sum is visibly of texts.
func isText(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return isText(e.X) || isText(e.Y)
	}
	return false
}
