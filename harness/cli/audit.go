package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"anchorage/harness/audit"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// auditFlags are the options of one audit.
type auditFlags struct {
	rules        []string
	alertmanager string
	json, quick  bool
	kinds        []string
	save         string
}

func (a *app) auditCommand() *cobra.Command {
	var f auditFlags
	c := &cobra.Command{
		Use:   "audit",
		Short: "Ask alert rules what they would do on each of a set of bad days",
		Long:  auditHelp,
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return a.audit(c.Context(), f) },
	}
	flags := c.Flags()
	flags.StringArrayVar(&f.rules, "rules", nil, "a Prometheus rule file, again for each further one; the system's own by default")
	flags.StringVar(&f.alertmanager, "alertmanager", "", "an Alertmanager configuration; the system's own by default")
	flags.BoolVar(&f.json, "json", false, "print JSON instead of the matrix")
	flags.BoolVar(&f.quick, "quick", false, "a sample of the matrix: 24 cells, every provider and kind of failure")
	flags.StringSliceVar(&f.kinds, "kind", nil, "only these kinds of failure, by their names in the matrix; all by default")
	flags.StringVar(&f.save, "save", "", "keep the scenario files of the cells in this folder, for anchorage replay")
	return c
}

const auditHelp = `Replays a small world for each provider, kind of failure, duration and start against
alert rules, and prints which level spoke after how long, how often, when it closed
and when somebody first learned of it. What is missing, late, noise or never closes is
told in a sentence, and so is a rule over a metric that nothing exports.

Any rule file over the system's metrics can be audited, and any Alertmanager
configuration that delivers to the world's chat.example.com, pager.example.com and
heartbeat.example.com. A level is how a notice reaches people: look_now the pager at
high urgency, review_soon at low urgency, informational the chat.`

// defaultFiles stands for the system's own files.
const defaultFiles = "default"

func (a *app) audit(ctx context.Context, f auditFlags) error {
	wanted, err := wantedKinds(f.kinds)
	if err != nil {
		return unusable(err)
	}
	rules, err := a.readRules(f.rules)
	if err != nil {
		return unusable(err)
	}
	dir, err := auditDir(f.save)
	if err != nil {
		return unusable(err)
	}
	if f.save == "" {
		defer os.RemoveAll(dir)
	}
	files, err := a.placeFiles(dir, rules, f.alertmanager)
	if err != nil {
		return unusable(err)
	}
	kinds, leftOut := a.kinds(wanted, dir, files)
	cells := audit.Cells(kinds)
	if f.quick {
		cells = audit.Quick(kinds)
	}
	outcomes, err := audit.Run(ctx, audit.Config{Cells: cells, Files: files, Dir: dir, Done: a.auditProgress()})
	if err != nil {
		return auditFailed(err, f.alertmanager)
	}
	dead, err := a.dead(rules)
	if err != nil {
		return unusable(err)
	}
	return a.tellAudit(f, outcomes, dead, leftOut)
}

// auditFailed tells why there is no matrix: somebody interrupted it, a world
// crashed, or something happened that must not. Of that a configuration that
// delivers to hosts that the world does not have is the most likely cause.
func auditFailed(err error, alertmanager string) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	if strange, ok := errors.AsType[*audit.StrangeError](err); ok && alertmanager != "" {
		return unusable(fmt.Errorf("%s: %s; expected receivers at chat.example.com, pager.example.com and heartbeat.example.com", alertmanager, strange.What))
	}
	return &exitError{code: exitHarness, text: "anchorage: " + err.Error()}
}

// wantedKinds are those with the given names, in the order of the matrix; all
// without names.
func wantedKinds(names []string) ([]audit.Kind, error) {
	if len(names) == 0 {
		return audit.Kinds, nil
	}
	var all []string
	var wanted []audit.Kind
	for _, k := range audit.Kinds {
		all = append(all, k.Name)
		if slices.Contains(names, k.Name) {
			wanted = append(wanted, k)
		}
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return nil, fmt.Errorf("--kind %s: no such kind of failure; expected one of %s%s", name, strings.Join(all, ", "), meant(name, all))
		}
	}
	return wanted, nil
}

// kinds are those of the wanted failures that scenario files of this build can express.
func (a *app) kinds(wanted []audit.Kind, dir string, files audit.Files) (kinds []audit.Kind, leftOut []string) {
	o := scenarios.Options{Settings: a.factory.Settings}
	if c, ok := a.factory.(world.SettingsChecker); ok {
		o.CheckSettings = c.CheckSettings
	}
	for _, k := range wanted {
		cell := audit.Cells([]audit.Kind{k})[0]
		if _, err := scenarios.Parse(filepath.Join(dir, "probe.yaml"), cell.Scenario(files), o); err != nil {
			leftOut = append(leftOut, k.Name)
			continue
		}
		kinds = append(kinds, k)
	}
	return kinds, leftOut
}

// tellAudit prints the outcome and turns it into an exit code.
func (a *app) tellAudit(f auditFlags, outcomes []audit.Outcome, dead, leftOut []string) error {
	findings, vacuous := audit.Find(outcomes), audit.Vacuous(outcomes)
	code := exitHeld
	if len(vacuous) > 0 {
		code = exitVacuous
	}
	if len(findings)+len(dead) > 0 {
		code = exitBroken
	}
	if f.json {
		r := audit.NewResult(outcomes, findings)
		r.Rules, r.Manager = named(f.rules), named([]string{f.alertmanager})[0]
		r.DeadRules, r.LeftOut = append(r.DeadRules, dead...), append(r.LeftOut, leftOut...)
		if err := r.Write(a.out); err != nil {
			return fmt.Errorf("audit: %w", err)
		}
	} else {
		audit.Print(a.out, outcomes)
		a.printFindings(findings, vacuous, dead, leftOut, len(outcomes))
	}
	if code != exitHeld {
		return &exitError{code: code}
	}
	return nil
}

// named are the files of an option; the system's own without any.
func named(files []string) []string {
	if len(files) == 0 || slices.Equal(files, []string{""}) {
		return []string{defaultFiles}
	}
	return files
}

func (a *app) printFindings(findings []audit.Finding, vacuous []audit.Cell, dead, leftOut []string, cells int) {
	fmt.Fprintln(a.out)
	if len(leftOut) > 0 {
		fmt.Fprintf(a.out, "left out, since this build can't simulate it: %s\n", strings.Join(leftOut, ", "))
	}
	for _, c := range vacuous {
		fmt.Fprintf(a.out, "VACUOUS  %s: the failure met no request\n", c.Name())
	}
	for _, d := range dead {
		fmt.Fprintf(a.out, "DEAD     %s\n", d)
	}
	for _, x := range findings {
		fmt.Fprintf(a.out, "%-8s %s\n", strings.ToUpper(x.Class), x.Sentence)
	}
	if len(findings)+len(dead) == 0 {
		fmt.Fprintf(a.out, "%d cells: every failure reaches whom it must, in time, and nothing else does\n", cells)
	}
}

// auditProgress tells a quiet line now and then.
func (a *app) auditProgress() func(done, total int) {
	told := time.Now()
	return func(done, total int) {
		if time.Since(told) >= quietEvery && done < total {
			told = time.Now()
			fmt.Fprintf(a.err, "audit: %d of %d cells\n", done, total)
		}
	}
}
