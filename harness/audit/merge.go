package audit

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/prometheus/model/rulefmt"
)

// RuleFile is a rule file by the name that messages call it.
type RuleFile struct {
	Name string
	Text []byte
}

// Join makes one rule file of several, as an external Prometheus reads them one
// beside the other. A group keeps its name unless an earlier file has one of that
// name. One file is left as it is.
func Join(files []RuleFile) ([]byte, error) {
	if len(files) == 1 {
		return files[0].Text, nil
	}
	var all rulefmt.RuleGroups
	taken := map[string]bool{}
	for _, f := range files {
		groups, err := parse(f.Name, f.Text)
		if err != nil {
			return nil, err
		}
		for _, g := range groups.Groups {
			if taken[g.Name] {
				g.Name = fmt.Sprintf("%s (%s)", g.Name, f.Name)
			}
			taken[g.Name] = true
			all.Groups = append(all.Groups, g)
		}
	}
	text, err := yaml.Marshal(all)
	if err != nil {
		return nil, fmt.Errorf("joining rule files: %w", err)
	}
	return text, nil
}
