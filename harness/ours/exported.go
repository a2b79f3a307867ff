package ours

import (
	"fmt"
	"slices"

	"anchorage/system"
	"anchorage/system/alerting"
)

// openLabels may get values that no series has at the start.
var openLabels = []string{"operation", "code"}

// Exported tells what our system exports, for judging rules over it: metric,
// label, values. A label whose values are not all known beforehand has none.
func (Factory) Exported() (map[string]map[string][]string, error) {
	families, err := alerting.NewMetrics(func() []system.AccountHealth { return nil }).Gather()
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	all := map[string]map[string][]string{}
	for _, f := range families {
		of := map[string][]string{}
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				values := of[l.GetName()]
				if !slices.Contains(openLabels, l.GetName()) && !slices.Contains(values, l.GetValue()) {
					values = append(values, l.GetValue())
				}
				of[l.GetName()] = values
			}
		}
		all[f.GetName()] = of
	}
	return all, nil
}
