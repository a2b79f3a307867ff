package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"anchorage/harness/audit"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

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
		problems = append(problems, inFile(path, p))
	}
	if len(problems) > 0 {
		return nil, errors.New(strings.Join(problems, "\n"))
	}
	return text, nil
}

// inFile tells a mistake with its place, as far as that is known.
func inFile(path string, p scenarios.SettingsProblem) string {
	at := path
	if p.Line > 0 {
		at += fmt.Sprintf(":%d", p.Line)
		if p.Column > 0 {
			at += fmt.Sprintf(":%d", p.Column)
		}
	}
	return at + ": " + strings.TrimPrefix(p.Message, path+": ")
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
