# What a review can draw of itself.
