package cli

import (
	"context"
	"encoding/json"
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
	kinds, leftOut := a.kinds(dir, files)
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

// auditDir is where the scenario files of the cells go.
func auditDir(save string) (string, error) {
	if save == "" {
		return os.MkdirTemp("", "anchorage-audit-")
	}
	return save, os.MkdirAll(save, 0o755)
}

// readRules reads and checks rule files; none means the system's own.
func (a *app) readRules(paths []string) ([]audit.RuleFile, error) {
	var all []audit.RuleFile
	for _, p := range paths {
		text, err := a.readChecked("rules", p)
		if err != nil {
			return nil, err
		}
		all = append(all, audit.RuleFile{Name: p, Text: text})
	}
	return all, nil
}

// readChecked reads a file that the alerting settings name by key, and lets the
// system judge it.
func (a *app) readChecked(key, path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err // names the path
	}
	checker, ok := a.factory.(world.SettingsChecker)
	if !ok {
		return text, nil
	}
	raw, err := json.Marshal(map[string]any{"alerting": map[string]string{key: path}})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var problems []string
	for _, p := range checker.CheckSettings(raw, func(string) ([]byte, error) { return text, nil }) {
		problems = append(problems, p.Message)
	}
	if len(problems) > 0 {
		return nil, errors.New(strings.Join(problems, "\n"))
	}
	return text, nil
}

// placeFiles puts what is audited beside the scenario files.
func (a *app) placeFiles(dir string, rules []audit.RuleFile, alertmanager string) (audit.Files, error) {
	files := audit.Files{Rules: defaultFiles, Alertmanager: defaultFiles}
	if len(rules) > 0 {
		text, err := audit.Join(rules)
		if err != nil {
			return files, err
		}
		files.Rules = "audited.rules.yml"
		if err := os.WriteFile(filepath.Join(dir, files.Rules), text, 0o644); err != nil {
			return files, err
		}
	}
	if alertmanager != "" {
		text, err := a.readChecked("alertmanager", alertmanager)
		if err != nil {
			return files, err
		}
		files.Alertmanager = "audited.alertmanager.yml"
		if err := os.WriteFile(filepath.Join(dir, files.Alertmanager), text, 0o644); err != nil {
			return files, err
		}
	}
	return files, nil
}

// kinds are those failures that scenario files of this build can express.
func (a *app) kinds(dir string, files audit.Files) (kinds []audit.Kind, leftOut []string) {
	o := scenarios.Options{Settings: a.factory.Settings}
	if c, ok := a.factory.(world.SettingsChecker); ok {
		o.CheckSettings = c.CheckSettings
	}
	for _, k := range audit.Kinds {
		cell := audit.Cells([]audit.Kind{k})[0]
		if _, err := scenarios.Parse(filepath.Join(dir, "probe.yaml"), cell.Scenario(files), o); err != nil {
			leftOut = append(leftOut, k.Name)
			continue
		}
		kinds = append(kinds, k)
	}
	return kinds, leftOut
}

// dead are the rules that can never come to anything.
func (a *app) dead(rules []audit.RuleFile) ([]string, error) {
	x, ok := a.factory.(audit.Exporter)
	if !ok || len(rules) == 0 {
		return nil, nil
	}
	exported, err := x.Exported()
	if err != nil {
		return nil, err
	}
	text, err := audit.Join(rules)
	if err != nil {
		return nil, err
	}
	return audit.Dead(strings.Join(names(rules), ", "), text, exported)
}

func names(rules []audit.RuleFile) []string {
	var all []string
	for _, r := range rules {
		all = append(all, r.Name)
	}
	return all
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
