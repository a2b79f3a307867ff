package operators

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

const head = `# Mechanical changes

Small changes at a keyed sample of places in the engine, in relinking and in routing,
and who noticed. Written by ` + "`make operators`" + `; what is changed, and who may notice, is
said in [operators/doc.go](operators/doc.go).

`

// Write writes OPERATORS.md. Outcomes are of changes that compile.
func Write(w io.Writer, all []Outcome, judged []Judgement) error {
	var b strings.Builder
	b.WriteString(head)
	var cpu time.Duration
	count := map[Layer]int{}
	for _, o := range all {
		cpu += o.CPU
		count[o.Noticed]++
	}
	fmt.Fprintf(&b, "**%d of %d noticed**, %d survived", len(all)-count[Nobody]-count[""], len(all), count[Nobody])
	if count[""] > 0 {
		fmt.Fprintf(&b, ", and %d, which the tests did not notice, have not been shown to every world yet", count[""])
	}
	fmt.Fprintf(&b, ". %.0f minutes of one core for tests and replays; building the program comes on top.\n\n", cpu.Minutes())
	writeCounts(&b, all)
	writeSurvivors(&b, "Survivors", all, Nobody, judged)
	if count[""] > 0 {
		writeSurvivors(&b, "Not shown to every world yet", all, "", judged)
	}
	b.WriteString("\n## Noticed\n\n| place | change | by |\n|---|---|---|\n")
	for _, o := range inOrder(all) {
		if o.Noticed != Nobody && o.Noticed != "" {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", place(o.Site), cell(o.Site.Change()), cell(o.By))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCounts tells who noticed what.
func writeCounts(b *strings.Builder, all []Outcome) {
	b.WriteString("| noticed by |")
	for _, o := range Operators {
		fmt.Fprintf(b, " %s |", o)
	}
	b.WriteString(" all |\n|---|" + strings.Repeat("---|", len(Operators)+1) + "\n")
	layers := Layers
	if slices.ContainsFunc(all, func(o Outcome) bool { return o.Noticed == "" }) {
		layers = append(slices.Clip(layers), "")
	}
	for _, l := range layers {
		fmt.Fprintf(b, "| %s |", cmp.Or(l, "not shown to every world yet"))
		sum := 0
		for _, op := range Operators {
			n := 0
			for _, o := range all {
				if o.Noticed == l && o.Site.Operator == op {
					n++
				}
			}
			sum += n
			fmt.Fprintf(b, " %d |", n)
		}
		fmt.Fprintf(b, " %d |\n", sum)
	}
}

// writeSurvivors lists what a layer has, with what somebody found who looked at it.
func writeSurvivors(b *strings.Builder, title string, all []Outcome, of Layer, judged []Judgement) {
	b.WriteString("\n## " + title + "\n\n| place | change | judgement |\n|---|---|---|\n")
	for _, o := range inOrder(all) {
		if o.Noticed == of {
			fmt.Fprintf(b, "| %s | %s | %s |\n", place(o.Site), cell(o.Site.Change()), cell(judgementOf(o.Site, judged)))
		}
	}
}

// judgementOf a survivor, in words.
func judgementOf(s Site, judged []Judgement) string {
	i := slices.IndexFunc(judged, func(j Judgement) bool { return j.of(s) })
	switch {
	case i < 0:
		return "**somebody has to look at it**"
	case judged[i].Equivalent:
		return "equivalent: " + judged[i].Why
	}
	return "missing: " + judged[i].Why
}

// of says whether the judgement is of a site.
func (j Judgement) of(s Site) bool { return j.Site == s.Key() && j.Change == s.Change() }

// inOrder of the source.
func inOrder(all []Outcome) []Outcome {
	return slices.SortedStableFunc(slices.Values(all), func(a, b Outcome) int {
		return cmp.Or(cmp.Compare(a.Site.File, b.Site.File), cmp.Compare(a.Site.start, b.Site.start), cmp.Compare(a.Site.Key(), b.Site.Key()))
	})
}

func place(s Site) string {
	return fmt.Sprintf("%s:%d %s", strings.TrimPrefix(s.File, "system/"), s.Line, s.Function)
}

// cell is a text that stays within a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }
