# screen: see the layer table in tests/architecture/layers.txt
