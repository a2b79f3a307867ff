package alerting

import (
	"fmt"
	"time"

	"github.com/prometheus/alertmanager/config"
	"github.com/prometheus/alertmanager/dispatch"
	"github.com/prometheus/common/model"

	"anchorage/system"
)

// Severities, the values of the label severity.
const (
	Informational = "informational"
	ReviewSoon    = "review_soon"
	LookNow       = "look_now"
)

// Figures are those of the default rule file: the template takes them from here, and
// who promises something of the default alerts does, too.
type Figures struct {
	// Alerts on the share of a provider's accounts that fail, one of each severity.
	ProviderFailing, SomeAccountsFailing, AccountsKeepFailing Threshold
	// ExporterDown fires when the system has given no figures for so long.
	ExporterDown model.Duration
	// StaysOpen is how long an informational alert is open before it is escalated.
	StaysOpen model.Duration
	// Memory is how long the last figures of a system that gives none any more count.
	Memory model.Duration
}

// Threshold is when an alert on the share of failing accounts fires and closes.
type Threshold struct {
	Alert, Severity string
	Share           float64        // it fires above
	Closes          float64        // it closes at, or below; the same as Share unless it has two edges
	For             model.Duration // that the share is above
	KeepFiring      model.Duration // after it no longer is
}

// DefaultFigures are the figures of DefaultRules. Why they are what they are is said
// in the template.
func DefaultFigures() Figures {
	minutes := func(n int) model.Duration { return model.Duration(time.Duration(n) * time.Minute) }
	return Figures{
		ProviderFailing:     Threshold{"ProviderFailing", LookNow, 0.25, 0.25, minutes(5), minutes(15)},
		SomeAccountsFailing: Threshold{"SomeAccountsFailing", Informational, 0.02, 0.02, minutes(5), minutes(15)},
		AccountsKeepFailing: Threshold{"AccountsKeepFailing", ReviewSoon, 0.05, 0.025, minutes(30), 0},
		ExporterDown:        minutes(5),
		StaysOpen:           minutes(120),
		Memory:              minutes(10),
	}
}

// ruleData is what the template of the rule file is made from.
type ruleData struct {
	Figures
	Providers []system.Provider
}

// Grouping is how Alertmanager gathers the notices of one severity.
type Grouping struct {
	Wait     time.Duration // before the first notice of a group
	Interval time.Duration // between later ones of it
	Repeat   time.Duration // until a notice of what is still open is sent again
}

// DefaultGrouping reads the figures of a severity in DefaultAlertmanager.
func DefaultGrouping(severity string) (Grouping, error) {
	c, err := config.Load(string(defaultAlertmanager))
	if err != nil {
		return Grouping{}, fmt.Errorf("default.alertmanager.yml: %w", err)
	}
	matches := dispatch.NewRoute(c.Route, nil).Match(model.LabelSet{"severity": model.LabelValue(severity)})
	if len(matches) == 0 {
		return Grouping{}, fmt.Errorf("default.alertmanager.yml: no route for severity %q", severity)
	}
	o := matches[0].RouteOpts
	return Grouping{Wait: o.GroupWait, Interval: o.GroupInterval, Repeat: o.RepeatInterval}, nil
}
