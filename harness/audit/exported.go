package audit

import (
	"fmt"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
)

// Exported is what the system under test exports: metric, label, values. A label
// without values may have any.
type Exported map[string]map[string][]string

// Exporter is a factory that can tell what its systems export. Without it no rule
// is known to be dead.
type Exporter interface {
	Exported() (map[string]map[string][]string, error)
}

// Names of series that Prometheus makes by itself.
const (
	seriesAlerts    = "ALERTS"
	seriesAlertsFor = "ALERTS_FOR_STATE"
	seriesUp        = "up"
	prefixOfScrapes = "scrape_"
	labelOfAlert    = "alertname"
	labelJob        = "job"
	labelInstance   = "instance"
)

// lacks says why a selector can match no exported series of name; "" when it can.
func (x Exported) lacks(name string, matchers []*labels.Matcher) string {
	known := x[name]
	for _, m := range matchers {
		if m.Name == model.MetricNameLabel || m.Name == labelJob || m.Name == labelInstance || m.Matches("") {
			continue
		}
		values, has := known[m.Name]
		switch {
		case !has:
			return fmt.Sprintf("%s has no label %s", name, m.Name)
		case len(values) > 0 && !slices.ContainsFunc(values, m.Matches):
			return fmt.Sprintf("no %s has %s", name, m)
		}
	}
	return ""
}
