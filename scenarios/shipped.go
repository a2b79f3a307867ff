package scenarios

import (
	"embed"
	"fmt"
)

// shipped are the files that come with the binary, so that a replay needs no
// checkout.
//
//go:embed *.yaml alerts/*.yml
var shipped embed.FS

// LoadShipped reads a scenario that comes with the binary, as
// "outlook-2022-03.yaml". Errors as Load.
func LoadShipped(name string, o Options) (*Source, error) {
	data, err := shipped.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	return parse(name, data, o, shipped.Open)
}
