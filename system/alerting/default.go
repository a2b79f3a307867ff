package alerting

import (
	"bytes"
	_ "embed"
	"fmt"
	"text/template"

	"anchorage/system"
)

//go:embed rules.yml.tmpl
var rulesTemplate string

//go:embed default.alertmanager.yml
var defaultAlertmanager []byte

// DefaultRules is the system's own Prometheus rule file. It is made from a
// template over system.Providers, so that no provider can lack a level. The same
// text stands in default.rules.yml, for an external Prometheus.
func DefaultRules() []byte { return rulesFor(system.Providers) }

func rulesFor(providers []system.Provider) []byte {
	t := template.Must(template.New("rules").Delims("<<", ">>").Parse(rulesTemplate))
	var out bytes.Buffer
	if err := t.Execute(&out, ruleData{DefaultFigures(), providers}); err != nil {
		panic(fmt.Sprintf("alerting: the embedded rules: %v", err)) // tested: cannot happen
	}
	return out.Bytes()
}

// DefaultAlertmanager is the system's own Alertmanager configuration.
func DefaultAlertmanager() []byte { return bytes.Clone(defaultAlertmanager) }
